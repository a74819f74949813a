/** One class under a name that Deeplearning4j 1.0.0-M2.1 looks for. */
package org.nd4j.nativeblas;
