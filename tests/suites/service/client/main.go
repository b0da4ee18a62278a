// A client of the version service as existing operators are one: made by connect-go from the published proto. It asks the same
// in every form of the protocol, and prints what it was answered as one line of JSON each.
package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"time"

	"connectrpc.com/connect"
	v1 "koor.tech/versionservice/api/v1"
	"koor.tech/versionservice/api/v1/v1connect"
)

// What came of one question.
type answer struct {
	Form    string              `json:"form"`
	Header  string              `json:"header"`
	Code    string              `json:"code,omitempty"`
	Message string              `json:"message,omitempty"`
	Told    map[string][]string `json:"told,omitempty"`
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// URL KOOR_OPERATOR KSD CEPH [CA]
func run() error {
	url, runs := os.Args[1], &v1.ProductVersions{KoorOperator: os.Args[2], Ksd: os.Args[3], Ceph: os.Args[4]}
	transport := &http.Transport{Protocols: new(http.Protocols)}
	transport.Protocols.SetHTTP1(true)
	overHTTP2 := &http.Transport{Protocols: new(http.Protocols)}
	overHTTP2.Protocols.SetHTTP2(true)
	overHTTP2.Protocols.SetUnencryptedHTTP2(true)
	if len(os.Args) > 5 {
		pem, err := os.ReadFile(os.Args[5])
		if err != nil {
			return err
		}
		trusted := x509.NewCertPool()
		trusted.AppendCertsFromPEM(pem)
		transport.TLSClientConfig = &tls.Config{RootCAs: trusted}
		overHTTP2.TLSClientConfig = &tls.Config{RootCAs: trusted}
	}
	forms := []struct {
		name      string
		transport *http.Transport
		options   []connect.ClientOption
	}{
		// The first is what Koor's operator does.
		{"connect proto", transport, nil},
		{"connect json", transport, []connect.ClientOption{connect.WithProtoJSON()}},
		{"connect proto gzip", transport, []connect.ClientOption{connect.WithSendGzip(), connect.WithCompressMinBytes(0)}},
		{"connect proto http2", overHTTP2, nil},
		{"grpc", overHTTP2, []connect.ClientOption{connect.WithGRPC()}},
		{"grpc-web", transport, []connect.ClientOption{connect.WithGRPCWeb()}},
	}
	out := json.NewEncoder(os.Stdout)
	for _, form := range forms {
		client := v1connect.NewVersionServiceClient(&http.Client{Transport: form.transport, Timeout: 20 * time.Second}, url, form.options...)
		response, err := client.Operator(context.Background(), connect.NewRequest(&v1.OperatorRequest{Versions: runs}))
		said := answer{Form: form.name}
		var refused *connect.Error
		switch {
		case errors.As(err, &refused):
			said.Header = refused.Meta().Get("Version-Service-Version")
			said.Code, said.Message = refused.Code().String(), refused.Message()
		case err != nil:
			return fmt.Errorf("%s: %w", form.name, err)
		default:
			said.Header = response.Header().Get("Version-Service-Version")
			// As the operator reads it: without a look whether a product is there.
			versions := response.Msg.Versions
			said.Told = map[string][]string{}
			for name, one := range map[string]*v1.DetailedVersion{"koorOperator": versions.KoorOperator, "ksd": versions.Ksd, "ceph": versions.Ceph} {
				if one == nil {
					return fmt.Errorf("%s: %s is left out, and an operator crashes", form.name, name)
				}
				said.Told[name] = []string{one.Version, one.ImageUri, one.ImageHash, one.HelmRepository, one.HelmChart}
			}
		}
		if err := out.Encode(said); err != nil {
			return err
		}
	}
	return nil
}
