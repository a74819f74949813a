package org.madenet.core;

/**
 * Images without labels or masks, all of them normal. The unsupervised stage takes this type, so it
 * cannot see a label: there is none.
 */
public interface NormalImages extends ImageSource {}
