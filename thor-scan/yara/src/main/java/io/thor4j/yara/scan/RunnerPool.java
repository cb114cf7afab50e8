package io.thor4j.yara.scan;

import io.thor4j.yara.pattern.Automaton;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The runners of a searcher's automata, made when they are first asked for and kept between scans. Each keeps up to a megabyte of states, so that data
 * made for it could fill the memory through a set of thousands of regexes: above a bound all are made anew, which changes no result. Belongs to one
 * thread.
 */
final class RunnerPool {
    /** Memory that all runners of a searcher may hold, bytes; own choice. Those of real rules and files hold less. */
    static final long MAX_MEMORY = 64L << 20;

    private final PatternSet patterns;
    private final long maxMemory;
    private final Automaton.@Nullable Runner[] runners;
    private final int[] usedIn;
    private int scan;
    private long memory;

    RunnerPool(PatternSet patterns, long maxMemory) {
        this.patterns = patterns;
        this.maxMemory = maxMemory;
        this.runners = new Automaton.Runner[patterns.pieces.length];
        this.usedIn = new int[patterns.pieces.length];
    }

    /** Begins with other data. */
    void begin() {
        if (++scan == Integer.MAX_VALUE) {
            Arrays.fill(usedIn, 0);
            scan = 1;
        }
    }

    /** Returns the runner of a piece that has an automaton; to be handed to {@link #grew} after its use. */
    Automaton.Runner runner(int piece) {
        Automaton.Runner runner = runners[piece];
        if (runner == null) {
            Automaton automaton = patterns.pieces[piece].piece().automaton();
            if (automaton == null) {
                throw new IllegalStateException("a literal piece has no automaton");
            }
            runner = automaton.runner();
            runners[piece] = runner;
            memory += runner.memory();
        }
        if (usedIn[piece] != scan) {
            usedIn[piece] = scan;
            runner.reset();
        }
        return runner;
    }

    /** Notes by how many bytes a runner's memory grew in its use; forgets all runners when they hold too much. */
    void grew(long bytes) {
        memory += bytes;
        if (memory > maxMemory) {
            Arrays.fill(runners, null);
            memory = 0;
        }
    }

    /** Returns how many bytes the runners hold, estimated. */
    long memory() {
        return memory;
    }
}
