/**
 * One class per command. A command reads its options, calls what does the work, and prints the
 * result; it decides nothing else.
 */
package org.madenet.bench.command;
