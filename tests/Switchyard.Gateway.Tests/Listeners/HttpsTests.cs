using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Switchyard.Gateway.Tests.Serving;

namespace Switchyard.Gateway.Tests.Listeners;

public sealed class HttpsTests
{
    private const string Password = "of the file";

    [Fact]
    public async Task Listener_WithACertificate_SpeaksTls()
    {
        using var folder = new TempFolder();
        using var certificate = Certificate();
        await File.WriteAllBytesAsync(folder["server.pfx"], certificate.Export(X509ContentType.Pkcs12, Password));
        await using var server = await ServerFixture.StartAsync(
            ("Dialects:Console:Listen", "https://127.0.0.1:0"),
            ("Server:Certificate:Path", folder["server.pfx"]),
            ("Server:Certificate:Password", Password)
        );
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) =>
            shown?.GetCertHashString() == certificate.GetCertHashString();
        using var http = new HttpClient(handler) { DefaultRequestVersion = HttpVersion.Version20 };

        using var answer = await http.GetAsync(server.At("console", "/api/health"));

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Version.ShouldBe(HttpVersion.Version20);
    }

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }
}
