package io.thor4j.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Asks a person who presses Ctrl+C whether the scan shall end, and says what it is at (reference/thor-scanner.md section 4.6). The scan goes
 * on meanwhile; a second Ctrl+C ends it. Where the JVM has no signals to offer, Ctrl+C ends the scan at once. Threads may share it.
 */
final class InterruptMenu implements AutoCloseable {
    private static final String SIGNAL = "INT";

    private final Terminal terminal;
    private final InputStream answers;
    private final CurrentElement current;
    private final Runnable before;
    private final Runnable after;
    private final Runnable abort;
    private final AtomicBoolean open = new AtomicBoolean();
    private @Nullable Object previous;

    /**
     * Makes a menu; nothing happens before {@link #open}.
     *
     * @param terminal where it asks
     * @param answers where the answer comes from
     * @param current what the scan is at
     * @param before called before a question, to still the progress bar
     * @param after called when the scan goes on
     * @param abort ends the scan
     */
    InterruptMenu(
            Terminal terminal,
            InputStream answers,
            CurrentElement current,
            Runnable before,
            Runnable after,
            Runnable abort) {
        this.terminal = terminal;
        this.answers = answers;
        this.current = current;
        this.before = before;
        this.after = after;
        this.abort = abort;
    }

    /** Takes Ctrl+C over from the JVM. */
    void open() {
        try {
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            Object ours = Proxy.newProxyInstance(
                    handler.getClassLoader(),
                    new Class<?>[] {handler},
                    (proxy, method, args) -> switch (method.getName()) {
                        case "handle" -> {
                            pressed();
                            yield null;
                        }
                        case "equals" -> proxy == (args == null ? null : args[0]);
                        case "hashCode" -> System.identityHashCode(proxy);
                        default -> "Ctrl+C menu";
                    });
            previous = handle(handler, ours);
        } catch (ReflectiveOperationException | IllegalArgumentException | SecurityException e) {
            /* The class is no part of Java SE, and the signal may belong to somebody else: the JVM then ends as always. */
            previous = null;
        }
    }

    /* By reflection: the compiler warns of these classes in a way that cannot be answered. */
    private static Object handle(Class<?> handler, Object with) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        return signal.getMethod("handle", signal, handler)
                .invoke(null, signal.getConstructor(String.class).newInstance(SIGNAL), with);
    }

    /** Gives Ctrl+C back. */
    @Override
    public void close() {
        Object earlier = previous;
        if (earlier != null) {
            previous = null;
            try {
                handle(Class.forName("sun.misc.SignalHandler"), earlier);
            } catch (ReflectiveOperationException e) {
                throw new IllegalStateException("the signal handler could not be set back", e);
            }
        }
    }

    /** Somebody pressed Ctrl+C. */
    void pressed() {
        if (!open.compareAndSet(false, true)) {
            abort.run();
            return;
        }
        Thread asking = new Thread(this::ask, "thor-menu");
        asking.setDaemon(true);
        asking.start();
    }

    private void ask() {
        before.run();
        String name = current.name();
        terminal.message(
                "thor: " + current.ended() + " files done, now at " + (name.isEmpty() ? "the beginning" : name));
        terminal.err().print("thor: c and Enter to continue, a and Enter or Ctrl+C to abort: ");
        terminal.err().flush();
        String answer;
        try {
            answer = new BufferedReader(new InputStreamReader(answers, StandardCharsets.UTF_8)).readLine();
        } catch (IOException e) {
            answer = null;
        }
        if (answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("a")) {
            abort.run();
        } else {
            /* Before the message: whoever reads it may press again. */
            open.set(false);
            terminal.message("thor: the scan goes on");
            after.run();
        }
    }
}
