package io.thor4j.yara.fuzz;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.thor4j.yara.pattern.PatternException;
import io.thor4j.yara.pattern.RegexSearch;
import io.thor4j.yara.spi.ModuleInput;
import io.thor4j.yara.spi.ModuleType;
import io.thor4j.yara.spi.StructType;
import io.thor4j.yara.spi.StructValue;
import io.thor4j.yara.spi.YaraModule;
import java.util.ArrayList;
import java.util.List;

/** The functions of math, hash, string, time and console survive any arguments: ranges, numbers and texts. */
class FunctionModulesFuzzTest {
    private static final int MAX_CALLS = 20;
    private static final int MAX_TEXT = 64;

    /** A form of a function, with the module it belongs to. */
    private record Form(YaraModule module, String name, StructType.Overload overload) {}

    private static final List<Form> FORMS = forms();

    private static List<Form> forms() {
        List<Form> result = new ArrayList<>();
        for (String name : List.of("math", "hash", "string", "time", "console")) {
            YaraModule module = ModuleReader.module(name);
            for (String member : module.structure().names()) {
                if (module.structure().member(member) instanceof StructType.Function function) {
                    function.overloads().forEach(overload -> result.add(new Form(module, member, overload)));
                }
            }
        }
        return result;
    }

    @FuzzTest
    void survive(FuzzedDataProvider input) {
        record Call(Form form, Object[] arguments) {}
        List<Call> calls = new ArrayList<>();
        for (int i = input.consumeInt(1, MAX_CALLS); i > 0; i--) {
            Form form = input.pickValue(FORMS);
            List<Object> arguments = new ArrayList<>();
            for (ModuleType.Scalar type : form.overload().parameters()) {
                arguments.add(argument(type, input));
            }
            calls.add(new Call(form, arguments.toArray()));
        }
        byte[] file = input.consumeRemainingAsBytes();
        Deadline.hold(expired -> {
            ModuleInput scanned = new ModuleInput(file, 0, file.length, null, line -> {}, expired);
            for (Call call : calls) {
                StructValue value = call.form().module().parse(scanned);
                Object result = call.form().overload().body().call(value, call.arguments());
                if (!ModuleReader.fits(call.form().overload().result(), result)) {
                    throw new AssertionError(call.form().name() + " returned " + result);
                }
            }
        });
    }

    private static Object argument(ModuleType.Scalar type, FuzzedDataProvider input) {
        return switch (type) {
            case INTEGER -> input.consumeBoolean() ? input.consumeLong(-2, 1 << 16) : input.consumeLong();
            case BOOLEAN -> (long) input.consumeInt(0, 1);
            case FLOAT -> input.consumeDouble();
            case STRING -> input.consumeBytes(MAX_TEXT);
            case REGEX -> regex(input.consumeBytes(MAX_TEXT));
        };
    }

    private static RegexSearch regex(byte[] text) {
        try {
            return RegexSearch.compile(text, false, false);
        } catch (PatternException e) {
            return ModuleReader.regex(".");
        }
    }
}
