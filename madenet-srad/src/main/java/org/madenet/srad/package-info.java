/** SRAD, the reconstruction-based submodel (paper, section 3.1). */
package org.madenet.srad;
