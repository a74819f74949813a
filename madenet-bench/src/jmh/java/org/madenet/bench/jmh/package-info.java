/**
 * JMH benchmarks. Built with {@code -Pbenchmarks}, run with {@code java -jar
 * madenet-bench/target/madenet-benchmarks.jar PATTERN}. Measure with nothing else running, and
 * compare figures of one run only.
 */
package org.madenet.bench.jmh;
