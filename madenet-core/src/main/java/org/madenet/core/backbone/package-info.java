/**
 * Pretrained convolutional networks as feature extractors: their topologies, their weights from
 * safetensors files, and named taps.
 *
 * <p>A {@link org.madenet.core.backbone.Backbone} is a plan; {@link
 * org.madenet.core.backbone.BackboneWeights} fill it; a {@link
 * org.madenet.core.backbone.FeatureExtractor} turns images into features.
 */
package org.madenet.core.backbone;
