/** SFAD, the feature-based submodel (paper, section 3.2). */
package org.madenet.sfad;
