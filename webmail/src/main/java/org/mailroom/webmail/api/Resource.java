package org.mailroom.webmail.api;

import org.mailroom.webmail.http.Route;

import java.util.List;

/** What a part of the API serves. */
interface Resource {
    String ROOT = "/api/v1";

    List<Route> routes();
}
