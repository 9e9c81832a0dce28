package exchange

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/transform"

	"heshi/model"
)

// streamed is how many bytes are read at once of a file that may be larger than
// memory.
const streamed = 64 << 10

// mark begins many a file of UTF-8: U+FEFF.
const mark = "\xef\xbb\xbf"

// utf8Text returns the text of a file: UTF-8 with or without a mark, or the
// GBK (GB 18030) that spreadsheets in Chinese offices still write.
func utf8Text(data []byte) ([]byte, error) {
	data = bytes.TrimPrefix(data, []byte(mark))
	if utf8.Valid(data) {
		return data, nil
	}
	out, err := simplifiedchinese.GB18030.NewDecoder().Bytes(data)
	if err != nil || mixed(bytes.NewReader(data)) || bytes.ContainsRune(out, utf8.RuneError) {
		return nil, badEncoding()
	}
	return out, nil
}

// utf8Stream is utf8Text for a file that may be larger than memory. It reads
// the file to its end before it returns, because only the whole tells how the
// text is written: the first bytes of many a GBK file are ASCII.
func utf8Stream(f io.ReadSeeker) (io.Reader, error) {
	begin, err := f.Seek(0, io.SeekCurrent)
	if err != nil {
		return nil, broken(0)
	}
	_, err = io.Copy(io.Discard, transform.NewReader(bufio.NewReaderSize(f, streamed), encoding.UTF8Validator))
	if err == nil {
		return afterMark(f, begin)
	}
	if !errors.Is(err, encoding.ErrInvalidUTF8) {
		return nil, broken(0)
	}
	r, err := afterMark(f, begin)
	if err != nil {
		return nil, err
	}
	if mixed(r) {
		return nil, badEncoding()
	}
	gb := simplifiedchinese.GB18030.NewDecoder()
	if r, err = afterMark(f, begin); err != nil {
		return nil, err
	}
	for text := bufio.NewReader(gb.Reader(r)); ; {
		c, _, err := text.ReadRune()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil || c == utf8.RuneError {
			return nil, badEncoding()
		}
	}
	if r, err = afterMark(f, begin); err != nil {
		return nil, err
	}
	return gb.Reader(r), nil
}

// mixed says of a text that is not UTF-8 that it begins as Chinese in UTF-8:
// two files in one, which as GB 18030 would be gibberish. No text in GBK begins
// so: the bytes E4 to E9 that lead a Han character in UTF-8 lead rare ones in
// GBK, and two of them in turn would have to fit.
func mixed(text io.RuneReader) bool {
	for {
		c, size, err := text.ReadRune()
		switch {
		case err != nil, c == utf8.RuneError && size == 1:
			return false
		case unicode.Is(unicode.Han, c):
			return true
		}
	}
}

// afterMark reads f from begin on, less the mark of UTF-8.
func afterMark(f io.ReadSeeker, begin int64) (*bufio.Reader, error) {
	if _, err := f.Seek(begin, io.SeekStart); err != nil {
		return nil, broken(0)
	}
	b := bufio.NewReaderSize(f, streamed)
	if head, _ := b.Peek(len(mark)); string(head) == mark {
		_, _ = b.Discard(len(mark))
	}
	return b, nil
}

func badEncoding() error { return &model.Problem{Code: "exchange.encoding"} }
