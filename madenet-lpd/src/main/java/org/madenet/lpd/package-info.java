/**
 * LPD, localized patch discrimination (paper, section 3.3). Not written yet: the module holds its
 * place in the build.
 */
package org.madenet.lpd;
