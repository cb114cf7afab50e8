/** thor's vocabulary as types: targets, elements, reasons, assessments, messages, outcomes, budgets. */
@NullMarked
package io.thor4j.core;

import org.jspecify.annotations.NullMarked;
