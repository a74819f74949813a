/**
 * Training that can be killed and goes on to the same result.
 *
 * <p>{@link org.madenet.core.train.TrainingLoop} drives anything that is {@link
 * org.madenet.core.train.Trainable}: one network or several, each with its own updater. It owns
 * epochs, early stopping, the best weights, checkpoints, divergence and progress; what a step is
 * belongs to the Trainable.
 *
 * <p>Random numbers come from {@link org.madenet.core.train.RandomStreams}, which derive a fresh
 * generator from seed, epoch and step. So a checkpoint holds no generator, and a resumed run draws
 * what the uninterrupted one would have drawn.
 */
package org.madenet.core.train;
