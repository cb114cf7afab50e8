package io.thor4j.libyara;

import com.sun.jna.Pointer;

/**
 * Where libyara keeps what its callbacks hand out, in bytes: it has no functions for that, only C macros over its structures (yara/types.h).
 * References are 8 bytes on every system. From 4.2 to 4.5 only YR_RULE differs; the constants are those of all.
 */
enum Layout {
    /** Up to 4.2, whose shared library is {@code libyara.so.9}. */
    UP_TO_4_2("before 4.3", 8),

    /** 4.3 to 4.5, {@code libyara.so.10}: {@code required_strings} came in front of the references. */
    FROM_4_3("4.3 or later", 16);

    /** YR_RULES: the array of rules. */
    static final long RULES_TABLE = 8;

    static final long RULE_FLAGS = 0;
    static final int RULE_IS_PRIVATE = 1;
    static final int RULE_IS_GLOBAL = 2;

    /** YR_META: identifier, text, number, type, flags. */
    static final long META_SIZE = 32;

    static final long META_IDENTIFIER = 0;
    static final long META_TEXT = 8;
    static final long META_NUMBER = 16;
    static final long META_TYPE = 24;
    static final long META_FLAGS = 28;
    static final int META_IS_TEXT = 2;
    static final int META_IS_TRUTH = 3;
    static final int META_IS_LAST = 1;

    /** YR_STRING. */
    static final long STRING_SIZE = 56;

    static final long STRING_FLAGS = 0;
    static final long STRING_INDEX = 4;
    static final long STRING_RULE = 16;
    static final long STRING_IDENTIFIER = 48;
    static final int STRING_IS_LAST = 0x1000;

    /** YR_NAMESPACE. */
    static final long NAMESPACE_NAME = 0;

    /** YR_SCAN_CONTEXT: the array of YR_MATCHES, one for each string. */
    static final long CONTEXT_MATCHES = 160;

    static final long MATCHES_SIZE = 24;

    /** YR_MATCH; read as a whole. */
    static final int MATCH_SIZE = 56;

    static final int MATCH_BASE = 0;
    static final int MATCH_OFFSET = 8;
    static final int MATCH_LENGTH = 16;
    static final int MATCH_DATA_LENGTH = 20;
    static final int MATCH_DATA = 24;
    static final int MATCH_NEXT = 40;
    static final int MATCH_IS_PRIVATE = 52;

    /** YR_RULES_STATS begins with the number of rules; the whole is 828 bytes, this leaves room for more. */
    static final long STATS_SIZE = 4_096;

    private final String versions;
    private final long references;

    Layout(String versions, long references) {
        this.versions = versions;
        this.references = references;
    }

    /**
     * Tells the two apart by the first rule of a set: where the older has the pointer to the rule's name, the newer has a small number and
     * four bytes of zero.
     */
    static Layout of(Pointer firstRule) {
        long eight = firstRule.getLong(8);
        return eight >= 0 && eight < 1L << 32 ? FROM_4_3 : UP_TO_4_2;
    }

    /** Returns which versions of libyara have it, for people. */
    String versions() {
        return versions;
    }

    long ruleSize() {
        return references + 5 * 8;
    }

    long ruleIdentifier() {
        return references;
    }

    long ruleTags() {
        return references + 8;
    }

    long ruleMeta() {
        return references + 16;
    }

    long ruleStrings() {
        return references + 24;
    }

    long ruleNamespace() {
        return references + 32;
    }
}
