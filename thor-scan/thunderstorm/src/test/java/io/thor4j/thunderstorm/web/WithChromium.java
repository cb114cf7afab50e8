package io.thor4j.thunderstorm.web;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands one Chromium to all test classes that want it; skips them, and says so, where there is none. */
final class WithChromium implements BeforeAllCallback, ParameterResolver {
    @Override
    public void beforeAll(ExtensionContext context) {
        if (Chromium.installed().isEmpty()) {
            String reason = "no chromium on the search path, and none given with -Dthor.chromium";
            System.out.println("SKIPPED " + context.getDisplayName() + ": " + reason);
            Assumptions.abort(reason);
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Chromium.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        // Closed by JUnit at the end of all tests, because it can be closed.
        return context.getRoot()
                .getStore(ExtensionContext.Namespace.create(WithChromium.class))
                .getOrComputeIfAbsent(Chromium.class, key -> start(), Chromium.class);
    }

    private static Chromium start() {
        Optional<Path> program = Chromium.installed();
        return Chromium.start(program.orElseThrow());
    }
}
