"""Two mail servers and a gateway for text messages, for outgoing.sh. The second mail server takes
nothing before STARTTLS and a password, under the certificate in DIR/server.pem. What they make of a message stands
in DIR/mail_mode and DIR/text_mode: ok, hang, refuse, cut, busy. What they took: one JSON a line in
DIR/mails and DIR/texts; what was tried, in DIR/mail_tries and DIR/text_tries."""
import asyncio, email, email.policy, json, os, ssl, sys, threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from aiosmtpd.smtp import SMTP, AuthResult

folder = sys.argv[1]


def mode(what):
    with open(os.path.join(folder, what + "_mode"), encoding="utf-8") as file:
        return file.read().strip()


def note(name, line):
    with open(os.path.join(folder, name), "a", encoding="utf-8") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")


class Mails:
    async def handle_RCPT(self, server, session, envelope, address, options):
        note("mail_tries", {"to": address, "mode": mode("mail")})
        if mode("mail") == "refuse":
            return "550 5.1.1 no such mailbox: " + address
        if mode("mail") == "hang":
            await asyncio.Event().wait()  # until the other side has had enough
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if mode("mail") == "cut":
            server.transport.abort()
            return "421 gone"
        letter = email.message_from_bytes(envelope.content, policy=email.policy.default)
        note("mails", {
            "to": envelope.rcpt_tos,
            "from": envelope.mail_from,
            "id": letter["Message-ID"],
            "subject": letter["Subject"],
            "auto": letter["Auto-Submitted"],
            "reply_to": letter["Reply-To"],
            "tls": session.ssl is not None,
            "user": session.auth_data.login.decode() if session.auth_data else None,
            "text": letter.get_content(),
        })
        return "250 taken"


def knows(server, session, envelope, mechanism, given):
    is_right = given.login == b"notice" and given.password == b"secret-of-the-mail-server"
    return AuthResult(success=is_right, auth_data=given)


class Texts(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        now = mode("text")
        if now == "ok":
            note("texts", dict(json.loads(body), token=self.headers["Authorization"]))
        self.send_response({"ok": 202, "refuse": 422, "busy": 503}[now])
        self.send_header("Content-Length", "0")
        self.end_headers()
        note("text_tries", {"mode": now})

    def log_message(self, *_):
        pass


async def main():
    loop = asyncio.get_running_loop()
    plain = lambda: SMTP(Mails(), enable_SMTPUTF8=False)
    mails = await loop.create_server(plain, "127.0.0.1", 0)
    await loop.create_server(plain, "127.0.0.2", mails.sockets[0].getsockname()[1])
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(os.path.join(folder, "server.pem"))
    closed = await loop.create_server(lambda: SMTP(
        Mails(), enable_SMTPUTF8=False, tls_context=context, require_starttls=True,
        auth_required=True, authenticator=knows), "127.0.0.2", 0)
    texts = ThreadingHTTPServer(("127.0.0.1", 0), Texts)
    threading.Thread(target=texts.serve_forever, daemon=True).start()
    ports = "%d %d %d\n" % (mails.sockets[0].getsockname()[1], texts.server_address[1],
                            closed.sockets[0].getsockname()[1])
    with open(os.path.join(folder, "ports.part"), "w", encoding="utf-8") as file:
        file.write(ports)
    os.rename(os.path.join(folder, "ports.part"), os.path.join(folder, "ports"))
    await asyncio.Event().wait()


asyncio.run(main())
