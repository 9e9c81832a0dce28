package main

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	_ "modernc.org/sqlite"

	"heshi/model"
	"heshi/store"
	"heshi/store/find"
)

// peers is the same cases in the hands of others.
type peers struct {
	dir, dump string
	db        *sql.DB
	sample    []model.Case // some cases, spread over all
	cases     int
}

func (p *peers) close() { _ = p.db.Close() }

const schema = `
CREATE TABLE cases(id INTEGER PRIMARY KEY, no TEXT, name TEXT, phone TEXT, shop TEXT, goods TEXT, what TEXT);
CREATE VIRTUAL TABLE hits USING fts5(no, name, phone, shop, goods, what, content='cases', content_rowid='id', tokenize='trigram');
`

// prepare dumps all cases as text and into SQLite, unless that is there.
func prepare(s *store.Store, dir string) (*peers, error) {
	p := &peers{dir: dir, dump: filepath.Join(dir, "cases.txt")}
	path := filepath.Join(dir, "cases.db")
	_, err := os.Stat(path)
	fresh := errors.Is(err, os.ErrNotExist)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	if p.db, err = sql.Open("sqlite", "file:"+path+"?_pragma=journal_mode(WAL)&_pragma=mmap_size(2000000000)"); err != nil {
		return nil, err
	}
	p.db.SetMaxOpenConns(1)
	if fresh {
		if err := p.fill(s); err != nil {
			return nil, err
		}
	}
	err = p.db.QueryRow("SELECT count(*) FROM cases").Scan(&p.cases)
	if err != nil {
		return nil, err
	}
	return p, p.pick(s)
}

func (p *peers) fill(s *store.Store) error {
	f, err := os.Create(p.dump)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(f, 1<<20)
	if _, err := p.db.Exec(schema); err != nil {
		return err
	}
	tx, err := p.db.Begin()
	if err != nil {
		return err
	}
	put, err := tx.Prepare("INSERT INTO cases(no,name,phone,shop,goods,what) VALUES(?,?,?,?,?,?)")
	if err != nil {
		return err
	}
	n := 0
	err = each(s, func(c model.Case) error {
		if n++; n%100_000 == 0 {
			fmt.Fprintln(os.Stderr, "prepared", n)
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", c.No, c.Complainant.Name, c.Complainant.Phone, c.Shop, c.Goods, c.What)
		_, err := put.Exec(c.No, c.Complainant.Name, c.Complainant.Phone, c.Shop, c.Goods, c.What)
		return err
	})
	if err == nil {
		_, err = tx.Exec("INSERT INTO hits(hits) VALUES('rebuild')")
	}
	return errors.Join(err, tx.Commit(), w.Flush(), f.Close())
}

// each calls fn for every case, newest first: the order results are shown in.
func each(s *store.Store, fn func(model.Case) error) error {
	ctx := context.Background()
	for after := uint64(0); ; {
		rows, err := s.List(ctx, find.ListQuery{Kind: find.Case, After: after, Limit: 1000})
		if err != nil || len(rows) == 0 {
			return err
		}
		for _, r := range rows {
			c, err := s.Case(ctx, string(r.ID))
			if err != nil {
				return err
			}
			if err := fn(c); err != nil {
				return err
			}
			after = r.Ord
		}
	}
}

// pick takes complaints from all over the store.
func (p *peers) pick(s *store.Store) error {
	rows, err := p.db.Query("SELECT no FROM cases WHERE phone <> '' AND id % ? = 0", max(1, p.cases/1500))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var no string
		if err := rows.Scan(&no); err != nil {
			return err
		}
		c, err := s.Case(context.Background(), no)
		if err != nil {
			return err
		}
		p.sample = append(p.sample, c)
	}
	return rows.Err()
}

// fts answers by the trigram index, newest first as it was filled.
func (p *peers) fts(q string) (int, error) {
	var match []string
	for _, w := range strings.Fields(q) {
		match = append(match, `"`+strings.ReplaceAll(w, `"`, `""`)+`"`)
	}
	return p.rows("SELECT c.* FROM hits JOIN cases c ON c.id = hits.rowid WHERE hits MATCH ? ORDER BY hits.rowid LIMIT ?",
		strings.Join(match, " AND "), screenful)
}

// like scans, as SQLite must for one or two characters.
func (p *peers) like(q string) (int, error) {
	var where []string
	args := []any{}
	for _, w := range strings.Fields(q) {
		where = append(where, "no||' '||name||' '||phone||' '||shop||' '||goods||' '||what LIKE ?")
		args = append(args, "%"+w+"%")
	}
	return p.rows("SELECT * FROM cases WHERE "+strings.Join(where, " AND ")+" ORDER BY id LIMIT ?", append(args, screenful)...)
}

func (p *peers) rows(query string, args ...any) (n int, err error) {
	rows, err := p.db.Query(query, args...)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		var id int
		var c [6]string
		if err := rows.Scan(&id, &c[0], &c[1], &c[2], &c[3], &c[4], &c[5]); err != nil {
			return n, err
		}
		n++
	}
	return n, rows.Err()
}
