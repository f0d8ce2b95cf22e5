package org.mailroom.messaging.policy;

/** The largest message, by what the client announces and by what it sent. RFC 1870 §6. */
final class Sizes implements Rule {
    private final PolicySettings settings;

    Sizes(PolicySettings settings) {
        this.settings = settings;
    }

    @Override
    public Decision judge(Question question) {
        long size =
                switch (question) {
                    case Question.From from -> from.declaredSize();
                    case Question.To to -> to.declaredSize();
                    case Question.Member member -> member.size();
                    case Question.Message message -> message.size();
                };
        return size <= settings.maxMessageBytes()
                ? Decision.Accept.FREELY
                : new Decision.Refuse(
                        WhyCode.TOO_LARGE,
                        "Message is larger than " + settings.maxMessageBytes() + " octets");
    }
}
