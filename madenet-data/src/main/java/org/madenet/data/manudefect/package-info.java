/**
 * The contract of ManuDefect-21 (paper, section 3.6): its categories, anomaly types and counts, as
 * printed in Tables 2 and 3, with one correction that the tables' own totals ask for. Its files are
 * not public; what this library makes in its place is in {@link org.madenet.data.mini}.
 */
package org.madenet.data.manudefect;
