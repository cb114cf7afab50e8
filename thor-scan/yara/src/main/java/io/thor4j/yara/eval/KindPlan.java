package io.thor4j.yara.eval;

import io.thor4j.yara.scan.SearchTables;

/**
 * What a scan of one kind of files has to do. Immutable; threads share it.
 *
 * @param tables finds the strings of the rules that can hold
 * @param always one bit a rule: evaluated although none of its strings matched
 * @param able one bit a rule: can hold
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record KindPlan(SearchTables tables, long[] always, long[] able) {}
