/**
 * Files: tensors in the safetensors format, trained detectors, and writing that is all or nothing.
 */
package org.madenet.core.io;
