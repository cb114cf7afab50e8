package io.thor4j.yara.compile;

/** libyara's names of the errors that the compiler reports (error.h). */
final class ErrorCode {
    static final String SYNTAX_ERROR = "ERROR_SYNTAX_ERROR";
    static final String DUPLICATED_IDENTIFIER = "ERROR_DUPLICATED_IDENTIFIER";
    static final String DUPLICATED_STRING_IDENTIFIER = "ERROR_DUPLICATED_STRING_IDENTIFIER";
    static final String DUPLICATED_LOOP_IDENTIFIER = "ERROR_DUPLICATED_LOOP_IDENTIFIER";
    static final String UNDEFINED_STRING = "ERROR_UNDEFINED_STRING";
    static final String UNDEFINED_IDENTIFIER = "ERROR_UNDEFINED_IDENTIFIER";
    static final String UNREFERENCED_STRING = "ERROR_UNREFERENCED_STRING";
    static final String MISPLACED_ANONYMOUS_STRING = "ERROR_MISPLACED_ANONYMOUS_STRING";
    static final String TOO_MANY_STRINGS = "ERROR_TOO_MANY_STRINGS";
    static final String WRONG_TYPE = "ERROR_WRONG_TYPE";
    static final String WRONG_ARGUMENTS = "ERROR_WRONG_ARGUMENTS";
    static final String INVALID_FIELD_NAME = "ERROR_INVALID_FIELD_NAME";
    static final String NOT_A_STRUCTURE = "ERROR_NOT_A_STRUCTURE";
    static final String NOT_INDEXABLE = "ERROR_NOT_INDEXABLE";
    static final String NOT_A_FUNCTION = "ERROR_NOT_A_FUNCTION";
    static final String INTEGER_OVERFLOW = "ERROR_INTEGER_OVERFLOW";
    static final String DIVISION_BY_ZERO = "ERROR_DIVISION_BY_ZERO";
    static final String INVALID_OPERAND = "ERROR_INVALID_OPERAND";
    static final String INVALID_VALUE = "ERROR_INVALID_VALUE";
    static final String INVALID_PERCENTAGE = "ERROR_INVALID_PERCENTAGE";
    static final String LOOP_NESTING = "ERROR_LOOP_NESTING_LIMIT_EXCEEDED";
    static final String NESTED_FOR_OF = "ERROR_NESTED_FOR_OF_LOOP";
    static final String MATCHES_WILDCARD = "ERROR_IDENTIFIER_MATCHES_WILDCARD";
    static final String UNKNOWN_MODULE = "ERROR_UNKNOWN_MODULE";
    static final String INVALID_MODULE_NAME = "ERROR_INVALID_MODULE_NAME";
    static final String STACK_OVERFLOW = "ERROR_EXEC_STACK_OVERFLOW";
    static final String WARNING = "WARNING";

    private ErrorCode() {}
}
