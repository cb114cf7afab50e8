package io.thor4j.yara;

import io.thor4j.core.MalformedInputException;
import io.thor4j.yara.spi.YaraModule;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A compiled rule set. Immutable; threads share it, each with its own {@link #scanner()}. */
public final class YaraRules {
    /** The namespace of rules for which nobody chose one, libyara's {@code default}. */
    public static final String DEFAULT_NAMESPACE = "default";

    private YaraRules() {}

    /** Starts a rule set. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the rules that compiled, private and global ones too, in the order of declaration. */
    public List<YaraRule> rules() {
        return List.of();
    }

    /** Returns what the compiler had to say, in the order of the sources. */
    public List<Diagnostic> diagnostics() {
        return List.of();
    }

    /** Returns the rules that are not in the set although their sources have them; empty for a loaded set. */
    public List<LeftOutRule> leftOut() {
        return List.of();
    }

    /** Returns the external variables with their values: {@link Long}, {@link Double}, {@link Boolean} or {@link String}. */
    public Map<String, Object> externals() {
        return Map.of();
    }

    /** Returns a scanner with the default limits, for use by one thread. */
    public YaraScanner scanner() {
        return scanner(YaraLimits.DEFAULT);
    }

    /**
     * Returns a scanner for use by one thread.
     *
     * @param limits what a scan may spend
     */
    public YaraScanner scanner(YaraLimits limits) {
        return new YaraScanner();
    }

    /**
     * Writes the set so that {@link #load(InputStream)} takes it back. The stream is not closed.
     *
     * @param out takes the bytes
     * @throws IOException when the stream fails
     */
    public void save(OutputStream out) throws IOException {}

    /**
     * Reads a saved set that uses only built-in modules.
     *
     * @param in gives what {@link #save} wrote, and nothing else; not closed
     * @throws IOException when the stream fails
     * @throws MalformedInputException when the bytes are not a saved set of this version, or need a module that is not there
     */
    public static YaraRules load(InputStream in) throws IOException {
        return load(in, List.of());
    }

    /**
     * Reads a saved set.
     *
     * @param in gives what {@link #save} wrote, and nothing else; not closed
     * @param modules modules beside the built-in ones, or replacing those of the same name
     * @throws IOException when the stream fails
     * @throws MalformedInputException when the bytes are not a saved set of this version, or need a module that is not there
     */
    public static YaraRules load(InputStream in, List<YaraModule> modules) throws IOException {
        return new YaraRules();
    }

    /** Collects sources and settings. Used by one thread. */
    public static final class Builder {
        private Builder() {}

        /**
         * Defines an integer external variable.
         *
         * @param name its name
         * @param value its value unless a scanner says otherwise
         */
        public Builder define(String name, long value) {
            return this;
        }

        /**
         * Defines a float external variable.
         *
         * @param name its name
         * @param value its value unless a scanner says otherwise
         */
        public Builder define(String name, double value) {
            return this;
        }

        /**
         * Defines a boolean external variable; to the rules it is the integer 0 or 1.
         *
         * @param name its name
         * @param value its value unless a scanner says otherwise
         */
        public Builder define(String name, boolean value) {
            return this;
        }

        /**
         * Defines a text external variable.
         *
         * @param name its name
         * @param value its value unless a scanner says otherwise; rules see its UTF-8 bytes
         */
        public Builder define(String name, String value) {
            return this;
        }

        /**
         * Adds a module, or replaces the built-in one of the same name.
         *
         * @param module the module
         */
        public Builder module(YaraModule module) {
            return this;
        }

        /**
         * Says where {@code include} finds its text. Without this, sources added as text include nothing and files include files.
         *
         * @param resolver finds included sources
         */
        public Builder includes(IncludeResolver resolver) {
            return this;
        }

        /**
         * Makes unknown escape sequences in regexes a warning, as {@code yara --strict-escape} does.
         *
         * @param on whether to warn
         */
        public Builder strictEscape(boolean on) {
            return this;
        }

        /**
         * Adds rule text.
         *
         * @param namespace keeps equal rule names of different sources apart
         * @param sourceName what diagnostics call it
         * @param text the rules
         */
        public Builder source(String namespace, String sourceName, String text) {
            return source(namespace, sourceName, text.getBytes(StandardCharsets.UTF_8));
        }

        /**
         * Adds rule text.
         *
         * @param namespace keeps equal rule names of different sources apart
         * @param sourceName what diagnostics call it
         * @param text the rules
         */
        public Builder source(String namespace, String sourceName, byte[] text) {
            return this;
        }

        /**
         * Adds a rule file.
         *
         * @param namespace keeps equal rule names of different sources apart
         * @param path the file; diagnostics call it as this path says
         * @throws IOException when the file cannot be read
         */
        public Builder file(String namespace, Path path) throws IOException {
            return source(namespace, path.toString(), Files.readAllBytes(path));
        }

        /** Compiles everything. A rule that does not compile is left out and reported, the others stay. */
        public YaraRules build() {
            return new YaraRules();
        }
    }
}
