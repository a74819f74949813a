package org.madenet.core.metric;

/**
 * A threshold and what it does: an image is an alarm if its score is at least the threshold.
 *
 * @param threshold the score; infinite if it is cheapest to raise no alarm at all
 * @param missRate share of the anomalous images that raise no alarm
 * @param falseAlarmRate share of the normal images that raise one
 * @param expectedCost per image, in the unit of the {@link Costs}: {@code share miss missRate + (1
 *     - share) falseAlarm falseAlarmRate} with the anomalous share of the costs
 */
public record OperatingPoint(
    double threshold, double missRate, double falseAlarmRate, double expectedCost) {}
