/**
 * SRAD, the reconstruction-based submodel (paper, section 3.1). Not written yet: the module holds
 * its place in the build, and its network, HRNet, stands in {@code org.madenet.core.backbone}.
 */
package org.madenet.srad;
