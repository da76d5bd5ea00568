// Verifier checks exported land records with code that shares nothing with the program that wrote them, nor with
// verify.py: notes and keys by golang.org/x/mod/sumdb/note, trees and proofs by golang.org/x/mod/sumdb/tlog.
//
//	verifier VKEY DIR [VKEY DIR]...
//
// DIR holds log.jsonl, checkpoint, manifest.json and, for a part of a log, proofs/N.tlog-proof. One line is printed
// for each: "ok", or "refused: " and why. Exits with 6 where anything was refused, with 2 if called wrongly.
//
// Built from Debian's golang-go and golang-golang-x-mod-dev, without a network:
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go build -o verifier .
//
// It answers one question: are these the bytes that were signed, in their places? It does not read the records, so it
// knows nothing of canonical JSON, of streams and their heads, of papers, of clocks.
package main

import (
	"bufio"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	mostSignatures = 16
	largestNote    = 1_000_000
	largestTree    = 1 << 62 // beyond it the package looks for a power of two without end
)

func main() {
	pairs := os.Args[1:]
	if len(pairs) == 0 || len(pairs)%2 != 0 {
		fmt.Fprintln(os.Stderr, "usage: verifier VKEY DIR [VKEY DIR]...")
		os.Exit(2)
	}
	code := 0
	for ; len(pairs) > 0; pairs = pairs[2:] {
		if err := verify(pairs[0], pairs[1]); err != nil {
			fmt.Printf("refused: %q\n", err)
			code = 6
		} else {
			fmt.Println("ok")
		}
	}
	os.Exit(code)
}

func verify(vkey, dir string) error {
	signed, err := os.ReadFile(filepath.Join(dir, "checkpoint"))
	if err != nil {
		return err
	}
	tree, err := open(vkey, signed)
	if err != nil {
		return err
	}
	positions, err := positions(filepath.Join(dir, "manifest.json"))
	if err != nil {
		return err
	}
	log, err := os.Open(filepath.Join(dir, "log.jsonl"))
	if err != nil {
		return err
	}
	defer log.Close()
	if positions == nil {
		return whole(log, tree)
	}
	return part(log, tree, positions, func(position int64) ([]byte, []byte, error) {
		proof, err := os.ReadFile(filepath.Join(dir, "proofs", fmt.Sprintf("%d.tlog-proof", position)))
		return proof, signed, err
	})
}

// positions are those of the records of a part of a log; nil for a whole one.
func positions(manifest string) ([]int64, error) {
	data, err := os.ReadFile(manifest)
	if err != nil {
		return nil, err
	}
	said := map[string]json.RawMessage{} // unlike a struct's, its names are case-sensitive
	if err := json.Unmarshal(data, &said); err != nil || said["positions"] == nil {
		return nil, err
	}
	var places []int64
	if err := json.Unmarshal(said["positions"], &places); err != nil || places == nil {
		return nil, err
	}
	for i, place := range places {
		if place < 1 || i > 0 && place <= places[i-1] {
			return nil, errors.New("positions do not rise")
		}
	}
	if len(places) == 0 {
		return nil, errors.New("a part without records")
	}
	return places, nil
}

// -- the log -------------------------------------------------------------------------------------------

// whole checks that the root over all lines of a log is the one that was signed.
func whole(log io.Reader, signed tlog.Tree) error {
	var stored []tlog.Hash
	reader := tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		found := make([]tlog.Hash, len(indexes))
		for i, index := range indexes {
			found[i] = stored[index]
		}
		return found, nil
	})
	count := int64(0)
	err := lines(log, func(line []byte) error {
		more, err := tlog.StoredHashes(count, line, reader)
		stored = append(stored, more...)
		count++
		return err
	})
	if err != nil {
		return err
	}
	if count != signed.N {
		return fmt.Errorf("%d records, %d were signed", count, signed.N)
	}
	root, err := tlog.TreeHash(count, reader)
	if err == nil && root != signed.Hash {
		err = errors.New("another root was signed")
	}
	return err
}

// part checks each line by its own proof.
func part(log io.Reader, signed tlog.Tree, positions []int64, proof func(int64) ([]byte, []byte, error)) error {
	err := lines(log, func(line []byte) error {
		if len(positions) == 0 {
			return errors.New("more records than positions")
		}
		position := positions[0]
		positions = positions[1:]
		file, checkpoint, err := proof(position)
		if err != nil {
			return err
		}
		path, err := pathIn(file, position, checkpoint)
		if err != nil {
			return err
		}
		return tlog.CheckRecord(path, signed.N, signed.Hash, position-1, tlog.RecordHash(line))
	})
	if err == nil && len(positions) != 0 {
		err = errors.New("fewer records than positions")
	}
	return err
}

// lines gives each line without its end, which is one byte and which the last one has too.
func lines(log io.Reader, take func([]byte) error) error {
	reader := bufio.NewReader(log)
	for {
		line, err := reader.ReadBytes('\n')
		if err == io.EOF && len(line) == 0 {
			return nil
		}
		if err != nil {
			return fmt.Errorf("an unfinished line: %w", err)
		}
		if err := take(line[:len(line)-1]); err != nil {
			return err
		}
	}
}

// pathIn is the audit path in a proof file (c2sp.org/tlog-proof), which must be to the export's own checkpoint.
func pathIn(file []byte, position int64, checkpoint []byte) (tlog.RecordProof, error) {
	head, end, found := bytes.Cut(file, []byte("\n\n"))
	lines := strings.Split(string(head), "\n")
	if !found || !bytes.Equal(end, checkpoint) || len(lines) < 2 ||
		lines[0] != "c2sp.org/tlog-proof@v1" || lines[1] != fmt.Sprintf("index %d", position-1) {
		return nil, errors.New("a proof of another place, or to another checkpoint")
	}
	path := tlog.RecordProof{}
	for _, line := range lines[2:] {
		hash, err := hash(line)
		if err != nil {
			return nil, err
		}
		path = append(path, hash)
	}
	return path, nil
}

// -- the checkpoint --------------------------------------------------------------------------------------

// open is the tree that a key signed, whose name is the log's origin (c2sp.org/tlog-checkpoint).
func open(vkey string, signed []byte) (tlog.Tree, error) {
	key, err := note.NewVerifier(vkey)
	if err != nil {
		return tlog.Tree{}, err
	}
	if len(signed) > largestNote {
		return tlog.Tree{}, errors.New("too large a note")
	}
	opened, err := note.Open(signed, note.VerifierList(key))
	if err != nil {
		return tlog.Tree{}, err
	}
	if err := strict(vkey, key, signed[len(opened.Text)+1:]); err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(strings.TrimSuffix(opened.Text, "\n"), "\n")
	for _, line := range lines {
		if line == "" {
			return tlog.Tree{}, errors.New("an empty line in a checkpoint")
		}
	}
	if len(lines) < 3 || lines[0] != key.Name() {
		return tlog.Tree{}, errors.New("no checkpoint of this log")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil || size < 1 || size > largestTree || strconv.FormatInt(size, 10) != lines[1] {
		return tlog.Tree{}, errors.New("no size of a tree")
	}
	root, err := hash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

// strict refuses what our format forbids and the package lets pass: second spellings of the same bytes, a
// second signature by one key, known or not, and too many of them.
func strict(vkey string, key note.Verifier, signatures []byte) error {
	parts := strings.SplitN(vkey, "+", 3)
	public, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil {
		return err
	}
	if only, err := note.NewEd25519VerifierKey(key.Name(), public[1:]); err != nil || only != vkey {
		return errors.New("another spelling of the key")
	}
	lines := strings.Split(strings.TrimSuffix(string(signatures), "\n"), "\n")
	if len(lines) > mostSignatures {
		return errors.New("too many signatures")
	}
	seen := map[string]bool{}
	for _, line := range lines {
		words := strings.Split(line, " ")
		data, err := base64.StdEncoding.DecodeString(words[len(words)-1])
		if err != nil || base64.StdEncoding.EncodeToString(data) != words[len(words)-1] {
			return errors.New("another spelling of a signature")
		}
		signer := words[1] + "+" + string(data[:4])
		if seen[signer] {
			return errors.New("signed twice")
		}
		seen[signer] = true
	}
	return nil
}

// hash reads a hash in its one spelling.
func hash(text string) (tlog.Hash, error) {
	found, err := tlog.ParseHash(text)
	if err == nil && found.String() != text {
		err = errors.New("another spelling of a hash")
	}
	return found, err
}
