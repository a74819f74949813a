/** Speed of networks beside PyTorch and ONNX Runtime. Built by the profile {@code peers}. */
package org.madenet.bench.peers;
