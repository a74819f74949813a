/**
 * The {@code madenet} command line and what it is made of.
 *
 * <ul>
 *   <li>{@link org.madenet.bench.Madenet}: the program; one line per command.
 *   <li>{@link org.madenet.bench.DetectorCatalog}: the detectors it knows; one line per detector.
 *   <li>{@code command}: one class per command; reads options, reports faults, prints results.
 *   <li>{@code run}: folders of trained detectors, and training into them.
 *   <li>{@code evaluation}: predictions on a test split and the figures made of them.
 *   <li>{@code report}: the HTML page of an evaluation.
 * </ul>
 *
 * <p>Exit codes: 0 done; 1 a fault of madenet; 2 a mistake of the caller, explained in one line;
 * 130 interrupted.
 */
package org.madenet.bench;
