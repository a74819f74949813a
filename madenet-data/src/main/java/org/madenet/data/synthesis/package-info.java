/** Synthetic anomalies in normal images, for training without defects. */
package org.madenet.data.synthesis;
