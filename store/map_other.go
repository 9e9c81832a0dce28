//go:build !unix

package store

import "os"

// mapFile reads a file into memory.
func mapFile(path string) (data []byte, keep any, err error) {
	data, err = os.ReadFile(path)
	return data, nil, err
}

// syncDir has nothing to do here: names are durable with their files.
func syncDir(string) error { return nil }
