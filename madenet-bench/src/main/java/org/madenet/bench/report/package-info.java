/** The HTML page of an evaluation: one file with everything in it, and the pictures it shows. */
package org.madenet.bench.report;
