package io.thor4j.libyara;

import com.sun.jna.Callback;
import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import org.jspecify.annotations.Nullable;

/**
 * The functions of libyara that this module calls, with their own names (yara/compiler.h, rules.h, scanner.h, libyara.h); the same in 4.2
 * to 4.5. A {@code size_t} is a {@code long}, because only 64-bit systems are supported.
 */
@SuppressWarnings("MemberName") // the names are those of the C functions
interface LibyaraApi extends Library {
    /** Takes the compiler's messages; must not throw. */
    @FunctionalInterface
    interface CompilerCallback extends Callback {
        void message(
                int level,
                @Nullable Pointer fileName,
                int line,
                @Nullable Pointer rule,
                @Nullable Pointer message,
                @Nullable Pointer userData);
    }

    /** Finds the text of an include; must not throw. */
    @FunctionalInterface
    interface IncludeCallback extends Callback {
        @Nullable
        Pointer include(
                @Nullable Pointer name,
                @Nullable Pointer callingFile,
                @Nullable Pointer callingNamespace,
                @Nullable Pointer userData);
    }

    /** Hears that the text of an include is not needed any more; must not throw. */
    @FunctionalInterface
    interface IncludeFree extends Callback {
        void free(@Nullable Pointer text, @Nullable Pointer userData);
    }

    /** Takes the scanner's messages; must not throw. */
    @FunctionalInterface
    interface ScanCallback extends Callback {
        int message(Pointer context, int message, @Nullable Pointer data, @Nullable Pointer userData);
    }

    int yr_initialize();

    int yr_compiler_create(PointerByReference compiler);

    void yr_compiler_destroy(Pointer compiler);

    void yr_compiler_set_callback(Pointer compiler, CompilerCallback callback, @Nullable Pointer userData);

    void yr_compiler_set_include_callback(
            Pointer compiler,
            @Nullable IncludeCallback callback,
            @Nullable IncludeFree free,
            @Nullable Pointer userData);

    int yr_compiler_add_string(Pointer compiler, Pointer text, String namespace);

    int yr_compiler_define_integer_variable(Pointer compiler, String name, long value);

    int yr_compiler_define_boolean_variable(Pointer compiler, String name, int value);

    int yr_compiler_define_float_variable(Pointer compiler, String name, double value);

    int yr_compiler_define_string_variable(Pointer compiler, String name, String value);

    int yr_compiler_get_rules(Pointer compiler, PointerByReference rules);

    int yr_rules_get_stats(Pointer rules, Pointer stats);

    int yr_rules_destroy(Pointer rules);

    int yr_scanner_create(Pointer rules, PointerByReference scanner);

    void yr_scanner_destroy(Pointer scanner);

    void yr_scanner_set_callback(Pointer scanner, ScanCallback callback, @Nullable Pointer userData);

    void yr_scanner_set_timeout(Pointer scanner, int seconds);

    void yr_scanner_set_flags(Pointer scanner, int flags);

    int yr_scanner_define_integer_variable(Pointer scanner, String name, long value);

    int yr_scanner_define_boolean_variable(Pointer scanner, String name, int value);

    int yr_scanner_define_float_variable(Pointer scanner, String name, double value);

    int yr_scanner_define_string_variable(Pointer scanner, String name, String value);

    int yr_scanner_scan_mem(Pointer scanner, Pointer data, long size);
}
