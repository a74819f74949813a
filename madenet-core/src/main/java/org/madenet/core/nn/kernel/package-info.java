/**
 * The tensor operations under the layers, once through oneDNN and once through ND4J. Internal: not
 * for use outside madenet-core, and free to change.
 */
package org.madenet.core.nn.kernel;
