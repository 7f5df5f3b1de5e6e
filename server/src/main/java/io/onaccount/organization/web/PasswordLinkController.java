package io.onaccount.organization.web;

import io.onaccount.organization.Anyone;
import io.onaccount.organization.PasswordLinks;
import io.onaccount.platform.web.MaxLength;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Setting a new password by a link in a mail. */
@RestController
@RequestMapping("/api/v1/password-links")
class PasswordLinkController {
    private final PasswordLinks links;

    PasswordLinkController(PasswordLinks links) {
        this.links = links;
    }

    /** @param who a login or a mail address */
    record Forgotten(@MaxLength(200) String who) {}

    record LinkToken(@MaxLength(100) String token) {}

    record PasswordByLink(
            @MaxLength(100) String token, @MaxLength(200) String password) {}

    /** Asks for a link; the answer is the same whether there is such a person or not. */
    @PostMapping
    @Anyone("whoever forgot their password can't sign in")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void ask(@RequestBody Forgotten body, HttpServletRequest request) {
        links.ask(body.who(), request.getRemoteAddr());
    }

    /** Whose link it is; 404 when it is over. */
    @PostMapping("/card")
    @Anyone("the token is the right")
    PasswordLinks.Card card(@RequestBody LinkToken body) {
        return links.look(body.token());
    }

    /** Sets the new password and ends all sessions of its owner. */
    @PostMapping("/password")
    @Anyone("the token is the right")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void use(@RequestBody PasswordByLink body, HttpServletRequest request) {
        links.use(body.token(), body.password(), request.getRemoteAddr());
    }
}
