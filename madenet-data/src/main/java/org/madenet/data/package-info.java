/** Datasets: their index, audit, splits, image loading and batches. */
package org.madenet.data;
