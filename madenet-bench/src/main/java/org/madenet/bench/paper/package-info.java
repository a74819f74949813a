/**
 * The paper's tables for any dataset: {@link org.madenet.bench.paper.PaperTables} prints the
 * results of an {@link org.madenet.bench.experiment.Experiment} as Tables 2 to 8, both stages
 * apart, with spread and tests, and beside each figure the published one where there is one.
 *
 * <p>Where the paper compares unlike things, these tables do not: unsupervised methods stand beside
 * unsupervised ones, and MADE-Net beside the best of its submodels and beside the best choice that
 * could have been made (docs/paper-figures.md).
 */
package org.madenet.bench.paper;
