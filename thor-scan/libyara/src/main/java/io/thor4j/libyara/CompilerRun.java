package io.thor4j.libyara;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One native compiler. libyara's takes nothing more after the first source with an error, so that a rule set with a bad rule needs several.
 * Belongs to one thread.
 */
final class CompilerRun implements AutoCloseable {
    /**
     * What the compiler said.
     *
     * @param isError false for a warning
     * @param source which of the sources
     * @param include the included file as the include names it, null when it is the source itself
     * @param line line in it, from 1
     * @param rule the rule's name, null when it is about none or the names are not known yet
     * @param text one line
     */
    record Message(
            boolean isError,
            int source,
            @Nullable String include,
            int line,
            @Nullable String rule,
            String text) {}

    private final LibyaraApi api;
    private final Pointer compiler;
    private final List<Message> messages = new ArrayList<>();
    private final List<Memory> texts = new ArrayList<>();
    private final LibyaraApi.CompilerCallback onMessage = this::message;
    private final LibyaraApi.IncludeCallback onInclude = this::include;
    private final LibyaraApi.IncludeFree onFree = (text, userData) -> {};
    private @Nullable Layout layout;
    private @Nullable Includes includes;
    private @Nullable Throwable failure;
    private int source;

    private CompilerRun(LibyaraApi api, Pointer compiler) {
        this.api = api;
        this.compiler = compiler;
        api.yr_compiler_set_callback(compiler, onMessage, null);
    }

    /**
     * Makes a compiler.
     *
     * @param api libyara
     * @param externals external variables for all rules
     */
    static CompilerRun start(LibyaraApi api, Map<String, Object> externals) {
        PointerByReference reference = new PointerByReference();
        check("yr_compiler_create", api.yr_compiler_create(reference));
        CompilerRun run = new CompilerRun(api, reference.getValue());
        externals.forEach(run::define);
        return run;
    }

    /** Lets messages name the rule they are about. */
    CompilerRun names(Layout known) {
        layout = known;
        return this;
    }

    private void define(String name, Object value) {
        int code;
        if (value instanceof Long number) {
            code = api.yr_compiler_define_integer_variable(compiler, name, number);
        } else if (value instanceof Double number) {
            code = api.yr_compiler_define_float_variable(compiler, name, number);
        } else if (value instanceof Boolean truth) {
            code = api.yr_compiler_define_boolean_variable(compiler, name, truth ? 1 : 0);
        } else {
            code = api.yr_compiler_define_string_variable(compiler, name, value.toString());
        }
        check("external variable " + name, code);
    }

    private static void check(String what, int code) {
        if (code != ErrorCodes.SUCCESS) {
            throw new IllegalStateException("libyara: " + what + ": " + ErrorCodes.name(code));
        }
    }

    /**
     * Compiles a source.
     *
     * @param index which it is, for messages
     * @param text its text
     * @param namespace its namespace
     * @param files finds what it includes, null when it may include nothing
     * @return whether it has no error; otherwise nothing more can be added
     */
    boolean add(int index, SourceText text, String namespace, @Nullable Includes files) {
        source = index;
        includes = files;
        api.yr_compiler_set_include_callback(
                compiler, files == null ? null : onInclude, files == null ? null : onFree, null);
        try (Memory memory = cText(text.bytes())) {
            int errors = api.yr_compiler_add_string(compiler, memory, namespace);
            rethrow();
            return errors == 0;
        }
    }

    /** Returns the rules; the caller destroys them. */
    Pointer finish() {
        PointerByReference reference = new PointerByReference();
        check("yr_compiler_get_rules", api.yr_compiler_get_rules(compiler, reference));
        return reference.getValue();
    }

    /** Returns what the compiler said so far. */
    List<Message> messages() {
        return messages;
    }

    /* What a callback throws must not reach native code: it is kept, and thrown when the native function has returned. */
    private void rethrow() {
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure != null) {
            throw new IllegalStateException("reading libyara's messages failed", failure);
        }
    }

    private void message(
            int level,
            @Nullable Pointer fileName,
            int line,
            @Nullable Pointer rule,
            @Nullable Pointer message,
            @Nullable Pointer userData) {
        try {
            String name =
                    rule == null || layout == null ? null : RuleTable.text(rule.getPointer(layout.ruleIdentifier()));
            messages.add(new Message(
                    level == 0,
                    source,
                    fileName == null ? null : RuleTable.text(fileName),
                    line,
                    name,
                    RuleTable.text(message)));
        } catch (Throwable e) {
            failure = e;
        }
    }

    private @Nullable Pointer include(
            @Nullable Pointer name,
            @Nullable Pointer callingFile,
            @Nullable Pointer callingNamespace,
            @Nullable Pointer userData) {
        try {
            SourceText text = includes == null || name == null
                    ? null
                    : includes.find(RuleTable.text(name), callingFile == null ? null : RuleTable.text(callingFile));
            if (text == null) {
                return null;
            }
            Memory memory = cText(text.bytes());
            texts.add(memory);
            return memory;
        } catch (Throwable e) {
            failure = e;
            return null;
        }
    }

    private static Memory cText(byte[] text) {
        Memory memory = new Memory(text.length + 1L);
        memory.write(0, text, 0, text.length);
        memory.setByte(text.length, (byte) 0);
        return memory;
    }

    @Override
    public void close() {
        api.yr_compiler_destroy(compiler);
        texts.forEach(Memory::close);
    }
}
