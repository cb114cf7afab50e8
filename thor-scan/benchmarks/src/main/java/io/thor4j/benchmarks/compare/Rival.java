package io.thor4j.benchmarks.compare;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An engine with rules, to be timed. CPU time is that of the engine's whole process, so collecting garbage and compiling count. Used by one thread. */
interface Rival extends AutoCloseable {
    /** Returns what the table calls the engine. */
    String name();

    /** Returns what compiling the rules took, with all threads. */
    Time compilation();

    /** Returns the rules that the engine does not run, by name without namespace, each with the reason. */
    Map<String, String> leftOut();

    /**
     * Returns what the engine says about each file.
     *
     * @throws IOException when the engine's process ended
     */
    List<Answer> answers(Corpus corpus) throws IOException;

    /**
     * Returns what the engine says about a file when it has one rule only; null when that is not known.
     *
     * @param namespace the rule's namespace
     * @param rule its name
     * @param file the file's number in the corpus
     */
    default @Nullable Answer alone(String namespace, String rule, Corpus corpus, int file) throws IOException {
        return null;
    }

    /**
     * Scans all files with one thread, so many times.
     *
     * @return the time of all passes
     */
    Time one(Corpus corpus, int passes) throws IOException;

    /** Reads all files anew, takes their three digests when it is asked to and can, and scans them with one thread. */
    Time reading(Corpus corpus, boolean digests) throws IOException;

    /** Scans all files with so many threads, each with a scanner of its own. */
    Time many(Corpus corpus, int threads) throws IOException, InterruptedException;

    @Override
    void close();
}
