package io.thor4j.scan.plugin;

import io.thor4j.core.Assessment;
import io.thor4j.core.Element;

/** Makes assessments fit for a thread that may have to be abandoned. Stateless. */
final class Assessments {
    private Assessments() {}

    /** Returns the assessment with a copy of its element. */
    static Assessment lend(Assessment assessment) {
        Element element = assessment.element();
        return element == null ? assessment : with(assessment, element.lend());
    }

    /** Returns the assessment with another element. */
    static Assessment with(Assessment assessment, Element element) {
        return new Assessment(
                assessment.meta(),
                assessment.message(),
                assessment.score(),
                assessment.subject(),
                assessment.reasons(),
                assessment.reasonCount(),
                assessment.context(),
                assessment.issues(),
                element);
    }
}
