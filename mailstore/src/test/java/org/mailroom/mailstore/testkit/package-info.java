/**
 * What tests of every module share: real mail ({@link Corpus}) and coverage-guided fuzzing ({@link
 * Fuzz}). Other modules depend on the test-jar of mailstore.
 */
@NullMarked
package org.mailroom.mailstore.testkit;

import org.jspecify.annotations.NullMarked;
