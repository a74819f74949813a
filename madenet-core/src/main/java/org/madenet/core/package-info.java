/**
 * What an anomaly detector is: the images it sees, the predictions it makes, how it is trained,
 * saved and loaded.
 *
 * <p>Conventions of the whole library, decided once here:
 *
 * <ul>
 *   <li>Images are RGB in [0,1], float32, {@code [N,3,H,W]}; grey images are replicated to three
 *       channels.
 *   <li>Ground-truth masks are {0,1}, float32, {@code [N,1,H,W]}; 1 marks an anomalous pixel.
 *   <li>Labels: normal = 0 ({@code false}), anomalous = 1 ({@code true}).
 *   <li>Anomaly maps are float32 {@code [H,W]} at input resolution; higher is more anomalous.
 *   <li>Everything random comes from one seed.
 * </ul>
 */
package org.madenet.core;
