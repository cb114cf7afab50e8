package io.thor4j.yara.compile;

import io.thor4j.yara.syntax.Position;

/**
 * What the sets of strings and rules in conditions may have of members: "them" stands for up to 10,000 strings in eleven bytes, so that a rule file of
 * one megabyte could ask for more memory than there is. Used by one thread.
 */
final class SetBudget {
    /** Members of all sets of one rule; own choice: a hundred times all strings that a rule may have. */
    private static final int MAX_OF_RULE = 1_000_000;

    /** Members of the sets of all rules; own choice, 40 MB. Those of the 5,849 rules of signature-base have 37,088. */
    private static final int MAX_OF_ALL = 5_000_000;

    private int ofRule;
    private int ofAll;

    /** Begins with the next rule. */
    void beginRule() {
        ofRule = 0;
    }

    /** Counts a set. */
    void spend(int members, Position at) throws RuleError {
        ofRule += members;
        ofAll += members;
        if (ofRule > MAX_OF_RULE || ofAll > MAX_OF_ALL) {
            // What a rule that is left out has used is given back.
            ofAll -= ofRule;
            boolean tooManyOfRule = ofRule > MAX_OF_RULE;
            ofRule = 0;
            throw new RuleError(
                    at,
                    ErrorCode.TOO_MANY_STRINGS,
                    tooManyOfRule
                            ? "the sets of this rule have more than " + MAX_OF_RULE + " members together"
                            : "the sets of all rules have more than " + MAX_OF_ALL + " members together");
        }
    }
}
