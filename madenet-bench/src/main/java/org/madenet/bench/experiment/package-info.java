/**
 * Experiments: several methods on one dataset with several seeds, trained and evaluated into one
 * folder. {@link org.madenet.bench.experiment.Experiment} does what is not done yet, cell by cell;
 * {@link org.madenet.bench.experiment.ExperimentResults} is what the folder holds; {@link
 * org.madenet.bench.experiment.ExperimentRecord} says from what it can be repeated.
 *
 * <p>Layout of a folder:
 *
 * <pre>
 * experiment.json                          plan, data, versions, backend
 * runs/seed-0/sfad, ...                    a run of each detector, as of madenet train
 * runs/seed-0/made-net                     what is assembled of the submodels
 * cells/seed-0/METHOD/STAGE/metrics.json   figures, as of madenet evaluate
 * cells/seed-0/METHOD/STAGE/scores.csv     the score of every test image
 * </pre>
 *
 * <p>All methods are measured at one resolution, the one of MADE-Net's maps, so that pixel metrics
 * can be compared.
 */
package org.madenet.bench.experiment;
