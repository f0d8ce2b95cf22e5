package org.mailroom.webmail.api;

import org.mailroom.mailstore.account.Account;

import java.util.Locale;

/** How enums are written in bodies and parameters: {@code REPLY_TO_OWNER} is reply-to-owner. */
final class Words {
    private Words() {}

    static String of(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The constant of a word; the contract has seen to it that it is one. */
    static <E extends Enum<E>> E to(Class<E> type, String word) {
        return Enum.valueOf(type, word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    static Account.State state(String word) {
        return to(Account.State.class, word);
    }
}
