package io.thor4j.libyara;

import java.util.Map;

/** libyara's error numbers that a scan or a compiler can end with (yara/error.h). Stateless. */
final class ErrorCodes {
    static final int SUCCESS = 0;
    static final int SCAN_TIMEOUT = 26;
    static final int CALLBACK_ERROR = 28;

    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(SUCCESS, "ERROR_SUCCESS"),
            Map.entry(1, "ERROR_INSUFFICIENT_MEMORY"),
            Map.entry(4, "ERROR_COULD_NOT_MAP_FILE"),
            Map.entry(25, "ERROR_EXEC_STACK_OVERFLOW"),
            Map.entry(SCAN_TIMEOUT, "ERROR_SCAN_TIMEOUT"),
            Map.entry(27, "ERROR_TOO_MANY_SCAN_THREADS"),
            Map.entry(CALLBACK_ERROR, "ERROR_CALLBACK_ERROR"),
            Map.entry(29, "ERROR_INVALID_ARGUMENT"),
            Map.entry(30, "ERROR_TOO_MANY_MATCHES"),
            Map.entry(31, "ERROR_INTERNAL_FATAL_ERROR"),
            Map.entry(45, "ERROR_REGULAR_EXPRESSION_TOO_LARGE"),
            Map.entry(46, "ERROR_TOO_MANY_RE_FIBERS"),
            Map.entry(48, "ERROR_INVALID_EXTERNAL_VARIABLE_TYPE"),
            Map.entry(49, "ERROR_REGULAR_EXPRESSION_TOO_COMPLEX"),
            Map.entry(52, "ERROR_INTEGER_OVERFLOW"),
            Map.entry(56, "ERROR_DUPLICATED_EXTERNAL_VARIABLE"),
            Map.entry(57, "ERROR_INVALID_MODULE_DATA"),
            Map.entry(61, "ERROR_BLOCK_NOT_READY"),
            Map.entry(65, "ERROR_TOO_SLOW_SCANNING"));

    private ErrorCodes() {}

    /** Returns libyara's name of an error, its number when it is none of the above. */
    static String name(int code) {
        return NAMES.getOrDefault(code, "error " + code);
    }
}
