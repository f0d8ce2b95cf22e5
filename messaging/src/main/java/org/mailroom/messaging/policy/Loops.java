package org.mailroom.messaging.policy;

/** A message that has passed too many servers is running in circles. RFC 5321 §6.3. */
final class Loops implements Rule {
    private final PolicySettings settings;

    Loops(PolicySettings settings) {
        this.settings = settings;
    }

    @Override
    public Decision judge(Question question) {
        return question instanceof Question.Message message
                        && message.header().hops() > settings.maxHops()
                ? new Decision.Refuse(
                        WhyCode.LOOP,
                        "Message has passed more than "
                                + settings.maxHops()
                                + " servers: it is running in circles")
                : Decision.Accept.FREELY;
    }
}
