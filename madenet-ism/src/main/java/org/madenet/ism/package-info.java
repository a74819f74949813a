/**
 * MADE-Net: integration and selection of the submodels (paper, section 3.4). Not written yet: the
 * module holds its place in the build.
 */
package org.madenet.ism;
