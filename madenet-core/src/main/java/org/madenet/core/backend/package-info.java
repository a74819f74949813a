/**
 * What the library runs on: versions, the ND4J backend with its natives, device and memory. Nothing
 * here, or anywhere else in the sources, chooses a backend; the class path does.
 */
package org.madenet.core.backend;
