package io.thor4j.yara.eval;

import io.thor4j.yara.scan.SearchTables;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * What a scan of one kind of files has to do. Immutable but for the feedback; threads share it.
 *
 * @param tables finds the strings of the first pass
 * @param always one bit a rule: evaluated although none of its strings matched
 * @param able one bit a rule: can hold
 * @param searched one bit a pattern: looked for in the first pass; null when that looks for all that the rules ask for
 * @param complete rules of which the first pass looks for all strings, although triggers would do
 * @param feedback counts for the choice of those; null when all strings are searched at once
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record KindPlan(
        SearchTables tables,
        long[] always,
        long[] able,
        long @Nullable [] searched,
        BitSet complete,
        @Nullable TriggerFeedback feedback) {}
