package org.mailroom.messaging.policy;

/** Only people who have logged in and systems of the platform send at all. */
final class KnownSenders implements Rule {
    @Override
    public Decision judge(Question question) {
        return switch (question.sender()) {
            case Sender.Stranger stranger ->
                    new Decision.Refuse(
                            WhyCode.NOT_PERMITTED,
                            "Mail is not taken from this address; log in on the submission port");
            case Sender.Person person -> Decision.Accept.FREELY;
            case Sender.Service service -> Decision.Accept.FREELY;
            case Sender.TrustedSystem system -> Decision.Accept.FREELY;
        };
    }
}
