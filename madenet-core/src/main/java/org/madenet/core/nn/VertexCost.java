package org.madenet.core.nn;

/**
 * What one vertex of a network costs, for one image.
 *
 * @param vertex its name
 * @param multiplyAdds products that are added up, as {@link NetworkCost} counts them
 * @param parameters numbers that training fits; no running statistics
 * @param activationBytes size of the output
 */
public record VertexCost(String vertex, long multiplyAdds, long parameters, long activationBytes) {}
