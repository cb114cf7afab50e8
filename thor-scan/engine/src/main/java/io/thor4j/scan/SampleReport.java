package io.thor4j.scan;

import io.thor4j.core.Assessment;
import io.thor4j.core.Message;
import io.thor4j.core.Outcome;
import java.util.List;

/**
 * What one sample brought. Immutable.
 *
 * @param outcome how the sample itself ended
 * @param whole whether the sample and all in it were looked at in full: no limit was hit and nothing failed
 * @param assessments the verdicts that reach the sinks, on the sample and on what is in it, in order
 * @param messages what there is to say, such as which limit was hit
 */
public record SampleReport(Outcome outcome, boolean whole, List<Assessment> assessments, List<Message> messages) {
    /** Makes the report; lists are copied. */
    public SampleReport {
        assessments = List.copyOf(assessments);
        messages = List.copyOf(messages);
    }
}
